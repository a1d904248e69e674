import BillingCalendar
import BillingStore
import Postgres
import PrivatePostgres

/// The database and, through it, whether the work goes on.
struct DatabaseDiagnosis {
    let settings: Settings

    /// What was found, and whether a server answered.
    func diagnoses() async -> (list: [Diagnosis], isReached: Bool) {
        if settings.text(Settings.databaseURL) == nil, let absent = await privateClusterIsMissing() {
            return ([absent], true)
        }
        do {
            let database = try await Database.connect(settings)
            let before = Instant.now
            let health = try await database.books.reader.health()
            await database.books.close()
            return (
                [server(health), rights(health), clock(health, before: before, after: .now)]
                    + work(health) + webhooks(health), true
            )
        } catch {
            return failure(error)
        }
    }

    /// Looking must not make a database.
    private func privateClusterIsMissing() async -> Diagnosis? {
        do {
            switch try await Database.privateCluster(settings).status() {
            case .running: return nil
            case .stopped:
                return .warning(
                    "database", "the private PostgreSQL is stopped",
                    "`dueday database start`, then look again")
            case .absent:
                return .warning(
                    "database", "no database.url is set, and there is no private PostgreSQL yet",
                    "set DUEDAY_DATABASE_URL, or let `dueday migrate` make a private one")
            }
        } catch {
            return .problem("database", "the private PostgreSQL: \(error)", "see its folder under state.dir")
        }
    }

    private func failure(_ error: any Error) -> (list: [Diagnosis], isReached: Bool) {
        switch error {
        case StoreError.notMigrated(let missing):
            let finding = "the database lacks \(missing) of this program's migrations"
            return (
                [.problem("migrations", finding, "`dueday migrate`, as the owner of the tables")], true
            )
        case StoreError.database(.migration(let failure)):
            return ([.problem("migrations", "\(failure)", "use the program that fits the database")], true)
        case StoreError.database(.statement(let failure)):
            return (
                [
                    .problem(
                        "database", "\(failure)", "give this login the role dueday_worker (sql/roles, README)"
                    )
                ], true
            )
        default:
            let finding = CommandFailure(explaining: error).message
            return (
                [.problem("database", finding, "see that the server runs and that database.url is right")],
                false
            )
        }
    }

    private func server(_ health: BooksHealth) -> Diagnosis {
        .ok(
            "database",
            "PostgreSQL \(health.serverVersion), database \(health.name) as \(health.role), migrations up to date"
        )
    }

    private func rights(_ health: BooksHealth) -> Diagnosis {
        if let lacking = health.lackingRights {
            return .problem(
                "rights", "\(health.role) may not \(lacking)", "GRANT dueday_worker TO \(health.role)")
        }
        // The private database is this user's alone: there is nobody to keep from it.
        guard health.mayRewrite, settings.text(Settings.databaseURL) != nil else {
            return .ok("rights", "\(health.role) may do what a run needs")
        }
        return .warning(
            "rights", "\(health.role) owns the tables: it could rewrite what was issued",
            "let runs log in as a user with the role dueday_worker, and keep the owner for `dueday migrate`")
    }

    /// A second of the answer's own way is no difference.
    private func clock(_ health: BooksHealth, before: Instant, after: Instant) -> Diagnosis {
        let database = health.now.secondsSinceEpoch
        let difference = max(before.secondsSinceEpoch - database, database - after.secondsSinceEpoch, 0)
        switch difference {
        case ...2: return .ok("clock", "this machine and the database agree")
        case ...60:
            return .warning(
                "clock", "this machine and the database differ by \(difference) seconds",
                "synchronise both (NTP)")
        default:
            return .problem(
                "clock", "this machine and the database differ by \(Ago.words(difference))",
                "synchronise both (NTP) before the next run: what is due goes by this machine's clock")
        }
    }
}

extension DatabaseDiagnosis {
    private func work(_ health: BooksHealth) -> [Diagnosis] {
        [lastRun(health), due(health), charging(health), setAside(health)]
    }

    private func lastRun(_ health: BooksHealth) -> Diagnosis {
        let timer = MachineDiagnosis.timer
        let remedy =
            "enable deploy/systemd/dueday-run.timer or deploy/cron/dueday, or see why it fails (journalctl)"
        guard let last = health.lastRunAt else {
            return .warning("runs", "there has been no run yet" + (timer.map { "; \($0)" } ?? ""), remedy)
        }
        let ago = health.now.secondsSinceEpoch - last.secondsSinceEpoch
        let finding =
            "the last run began \(Ago.words(ago)) ago; \(timer ?? "no timer or cron line was found here")"
        return ago <= 86_400 ? .ok("runs", finding) : .problem("runs", finding, remedy)
    }

    private func due(_ health: BooksHealth) -> Diagnosis {
        let window = (try? settings.draftWindowSeconds()) ?? 0
        let waiting =
            health.waitingRehearsals == 0
            ? ""
            : ", \(Counted.words(health.waitingRehearsals, "rehearsal waits", "rehearsals wait")) for a decision"
        guard let oldest = health.oldestBoundaryAt else {
            return .ok("due", "nothing is to be billed" + waiting)
        }
        let late = health.now.secondsSinceEpoch - oldest.secondsSinceEpoch - window
        guard late > 86_400 else { return .ok("due", "nothing waits for longer than a day" + waiting) }
        return .problem(
            "due", "the oldest boundary waits for \(Ago.words(late))" + waiting,
            health.waitingRehearsals == 0
                ? "`dueday run`, and see what it says" : "`dueday runs show`, then `dueday runs approve`")
    }

    private func charging(_ health: BooksHealth) -> Diagnosis {
        if !health.chargingIsOn {
            return .warning("charging", "it is switched off", "`dueday charging status` says by whom and why")
        }
        guard health.openAlarms > 0 else { return .ok("charging", "on, no open alarm") }
        return .problem(
            "charging", "\(health.openAlarms) open alarms stop accounts or processors",
            "`dueday alarms list` says what to do about each")
    }

    private func setAside(_ health: BooksHealth) -> Diagnosis {
        var found: [(String, String)] = []
        if health.parked > 0 {
            found.append(("\(health.parked) subscriptions are parked", "`dueday parked list`"))
        }
        if health.deadDeliveries > 0 {
            found.append(
                (
                    "\(Counted.words(health.deadDeliveries, "notice was", "notices were")) given up",
                    "`dueday outbox list --state dead`"
                ))
        }
        guard !found.isEmpty else { return .ok("set aside", "nothing is parked, no notice was given up") }
        return .warning(
            "set aside", found.map(\.0).joined(separator: ", "), found.map(\.1).joined(separator: ", "))
    }

    private func webhooks(_ health: BooksHealth) -> [Diagnosis] {
        let secrets = [Settings.stripeWebhookSecret, Settings.razorpayWebhookSecret]
        guard secrets.contains(where: { settings.text($0) != nil }) || health.lastEventAt != nil else {
            return [.ok("webhooks", "none are taken (no webhook secret is set): runs ask the processors")]
        }
        let now = health.now.secondsSinceEpoch
        let remedy = "see that `dueday webhooks` runs and that the processor's endpoint leads to it"
        guard let last = health.lastEventAt else {
            return [.warning("webhooks", "a secret is set, and no message has ever come", remedy)]
        }
        let ago = now - last.secondsSinceEpoch
        if let oldest = health.oldestUnhandledAt, now - oldest.secondsSinceEpoch > 3_600 {
            let waits = Ago.words(now - oldest.secondsSinceEpoch)
            return [
                .warning(
                    "webhooks", "a message waits for \(waits) to be worked off",
                    "`dueday webhooks events --waiting`")
            ]
        }
        if let delay = health.eventDelaySeconds, delay > 900 {
            return [.warning("webhooks", "messages come late: by \(Ago.words(delay))", remedy)]
        }
        let finding = "the last message came \(Ago.words(ago)) ago"
        return [ago > 3 * 86_400 ? .warning("webhooks", finding, remedy) : .ok("webhooks", finding)]
    }
}
