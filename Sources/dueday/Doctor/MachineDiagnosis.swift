import BillingRun
import Foundation
import Glibc
import InvoiceDocument
import SystemTimeZones

/// The settings, and what of this machine a run needs.
struct MachineDiagnosis {
    /// Below this much free space a warning, below a tenth of it a problem.
    private static let scarceBytes: Int64 = 1 << 30

    let settings: Settings

    /// Every setting is read as a run would read it.
    func settingsAreUsable() -> [Diagnosis] {
        let readings: [() throws -> Void] = [
            { _ = try settings.brakes() }, { _ = try settings.draftWindowSeconds() },
            { _ = try settings.leaseSeconds() }, { _ = try settings.ceilings() },
            { _ = try settings.count(Settings.closingBatch) },
            { _ = try settings.count(Settings.chargingBatch) },
        ]
        let wrong = readings.compactMap { reading -> Diagnosis? in
            do {
                try reading()
                return nil
            } catch {
                return .problem(
                    "settings", CommandFailure(explaining: error).message, "`dueday settings` shows every one"
                )
            }
        }
        guard wrong.isEmpty else { return wrong }
        let sources = Set(Settings.keys.compactMap { settings[$0]?.source }.filter { $0 != "default" })
        let files = sources.filter { $0.hasPrefix("/") }.sorted()
        let from = files.isEmpty ? "" : ", from \(files.joined(separator: ", "))"
        return [.ok("settings", "\(sources.count) set\(from)")]
    }

    /// Everything that needs no database.
    func rest() -> [Diagnosis] { [disk(), mail(), zones(), documents()] }

    /// A timer or cron line that starts runs on this machine; nil where none is found in the usual places.
    static var timer: String? {
        let places = [
            (
                "/etc/systemd/system/timers.target.wants/dueday-run.timer",
                "dueday-run.timer is enabled"
            ), ("/etc/cron.d/dueday", "cron starts it (/etc/cron.d/dueday)"),
        ]
        return places.first { access($0.0, F_OK) == 0 }?.1
    }

    private func disk() -> Diagnosis {
        let folder = Self.existing(settings.documents)
        guard access(folder, W_OK) == 0 else {
            return .problem(
                "disk", "documents go to \(settings.documents), and \(folder) cannot be written to",
                "give this user the folder, or set documents.dir")
        }
        guard let facts = try? FileManager.default.attributesOfFileSystem(forPath: folder),
            let free = (facts[.systemFreeSize] as? NSNumber)?.int64Value
        else {
            return .warning("disk", "\(folder) does not say how much space is free", "look with df \(folder)")
        }
        let finding = "\(free >> 20) MiB are free for documents in \(settings.documents)"
        if free < Self.scarceBytes / 10 { return .problem("disk", finding, "make space before the next run") }
        return free < Self.scarceBytes ? .warning("disk", finding, "make space") : .ok("disk", finding)
    }

    /// The nearest folder that is there already.
    private static func existing(_ path: String) -> String {
        var url = URL(filePath: path)
        while !FileManager.default.fileExists(atPath: url.path), url.path != "/" {
            url.deleteLastPathComponent()
        }
        return url.path
    }

    private func mail() -> Diagnosis {
        guard settings.text(Settings.smtpURL) != nil else {
            return .warning(
                "mails", "no mail server is set: mails wait, at most a week",
                "set smtp.url and mail.from, or leave it where customers get none")
        }
        do {
            _ = try NoticeChannels.make(
                settings, documents: try DocumentFolder(settings), gateways: GatewaySet([]))
            return .ok("mails", "they go through the server that smtp.url names")
        } catch {
            return .problem("mails", CommandFailure(explaining: error).message, "correct the setting")
        }
    }

    private func zones() -> Diagnosis {
        do {
            for name in ["UTC", "America/New_York", "Asia/Kolkata"] { _ = try ZoneDatabase.system.zone(name) }
        } catch {
            return .problem("time zones", "\(error)", "install tzdata")
        }
        let head = try? String(contentsOfFile: "/usr/share/zoneinfo/tzdata.zi", encoding: .utf8)
            .prefix { $0 != "\n" }
        guard let version = head?.split(separator: " ").last, head?.hasPrefix("# version") == true else {
            return .ok("time zones", "rules are in /usr/share/zoneinfo")
        }
        return .ok("time zones", "rules of tzdata \(version)")
    }

    private func documents() -> Diagnosis {
        do {
            let shown = Set(try DocumentMaker(settings).languages.map(\.language))
            let missing = DocumentTexts.all.map(\.language).filter { !shown.contains($0) }
            guard !missing.isEmpty else {
                return .ok("fonts", "documents can be drawn in all \(shown.count) languages")
            }
            return .warning(
                "fonts", "there are no fonts for documents in \(missing.joined(separator: ", "))",
                "install fonts-noto-core and fonts-droid-fallback, or set documents.fonts")
        } catch {
            return .problem("fonts", CommandFailure(explaining: error).message, "correct the setting")
        }
    }
}
