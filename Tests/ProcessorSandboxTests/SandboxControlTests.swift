import Foundation
import HTTPTransport
import ProcessorSandbox
import Testing

/// What is said to the sandbox itself: scripts, books, clock, faults, journal.
@Suite struct SandboxControlTests {
    @Test func `outcomes follow one another and the last one stays`() async throws {
        try await SandboxClient.run { client in
            let script =
                #"{"id":"pm_1","customer":"cus_1","outcomes":["insufficient_funds","requires_action","ok"]}"#
            #expect(try await client.call(.post, "/_sandbox/payment_methods", script).status == 200)
            for (index, status) in [402, 402, 200, 200].enumerated() {
                let form = SandboxClient.charge("pm_1", extra: "&customer=cus_1&metadata[n]=\(index)")
                #expect(
                    try await client.call(.post, "/v1/payment_intents", form, key: "k\(index)").status
                        == status)
            }
            let books = try await client.call(.get, "/_sandbox/books", authorization: nil)
            #expect(books["total"] == "4")
            #expect(
                books["charges.0.result"] == "declined" && books["charges.0.code"] == "insufficient_funds")
            #expect(books["charges.1.result"] == "requires_action")
            #expect(books["charges.3.result"] == "succeeded" && books["charges.3.idempotency_key"] == "k3")
            #expect(books["charges.3.metadata.n"] == "3" && books["charges.3.amount"] == "1999")
        }
    }

    @Test func `a lost answer is told by the next asking, and uses up one outcome only`() async throws {
        try await SandboxClient.run { client in
            try client.sandbox.register(
                ScriptedMethod(id: "pm_1", outcomes: [.succeedsUnheard, .declinesUnheard, .succeeds]))
            for (key, status) in [("a", 200), ("b", 402)] {
                let form = SandboxClient.charge("pm_1")
                let lost = await client.outcome(.post, "/v1/payment_intents", form, key: key)
                #expect([.indeterminate(.emptyReply), .indeterminate(.keptConnectionDied)].contains(lost))
                let told = try await client.call(.post, "/v1/payment_intents", form, key: key)
                #expect(told.status == status)
                #expect(told["error.decline_code"] == (status == 402 ? "declined" : nil))
            }
            #expect(client.sandbox.charges().map(\.result) == ["succeeded", "declined"])
        }
    }

    @Test func `registering again begins anew, and many can be registered at once`() async throws {
        try await SandboxClient.run { client in
            let many =
                #"{"payment_methods":[{"id":"a","outcomes":["ok"]},{"id":"b","outcomes":["lost_card","ok"]}]}"#
            let reply = try await client.call(.post, "/_sandbox/payment_methods", many)
            #expect(reply["registered"] == "2")
            #expect(
                try await client.call(.post, "/v1/payment_intents", SandboxClient.charge("b")).status == 402)
            #expect(try await client.call(.post, "/_sandbox/payment_methods", many)["registered"] == "2")
            #expect(
                try await client.call(.post, "/v1/payment_intents", SandboxClient.charge("b")).status == 402)
        }
    }

    @Test(arguments: [
        "", "{}", #"{"id":"a"}"#, #"{"id":"a","outcomes":[]}"#, #"{"id":"a","outcomes":["Not A Code"]}"#,
        #"{"id":"","outcomes":["ok"]}"#, #"{"payment_methods":[{"id":"a"}]}"#,
    ])
    func `an unusable script is refused`(script: String) async throws {
        try await SandboxClient.run { client in
            let reply = try await client.call(.post, "/_sandbox/payment_methods", script)
            #expect(reply.status == 400)
        }
    }

    @Test func `cleared books are empty, keys are forgotten, methods stay`() async throws {
        try await SandboxClient.run { client in
            try client.sandbox.register(
                ScriptedMethod(id: "pm_1", outcomes: [.declines(code: "x"), .succeeds]))
            let form = SandboxClient.charge("pm_1")
            #expect(try await client.call(.post, "/v1/payment_intents", form, key: "k").status == 402)
            #expect(try await client.call(.delete, "/_sandbox/books")["total"] == "0")
            let again = try await client.call(.post, "/v1/payment_intents", form, key: "k")
            #expect(again.status == 402 && again.headers["Idempotent-Replayed"] == nil)
        }
    }

    @Test func `the clock dates charges, and follows real time again`() async throws {
        try await SandboxClient.run { client in
            #expect(
                try await client.call(.post, "/_sandbox/clock", #"{"now":1706659200}"#)["now"] == "1706659200"
            )
            let form = SandboxClient.charge("pm_card_visa")
            #expect(try await client.call(.post, "/v1/payment_intents", form)["created"] == "1706659200")
            let real = try #require(try await client.call(.post, "/_sandbox/clock", #"{"now":null}"#)["now"])
            #expect(try #require(Int64(real)) > 1_750_000_000)
        }
    }

    @Test func `what is processing is settled by the bank's last word`() async throws {
        try await SandboxClient.run { client in
            for (outcome, status) in [("ok", "succeeded"), ("insufficient_funds", "requires_payment_method")]
            {
                try client.sandbox.register(ScriptedMethod(id: "pm_1", outcomes: [.processes]))
                let made = try await client.call(.post, "/v1/payment_intents", SandboxClient.charge("pm_1"))
                #expect(made["status"] == "processing")
                let id = try #require(made["id"])
                let settle = "/_sandbox/payment_intents/\(id)"
                let word = #"{"outcome":"\#(outcome)"}"#
                #expect(try await client.call(.post, settle, word)["status"] == status)
                #expect(try await client.call(.get, "/v1/payment_intents/\(id)")["status"] == status)
            }
        }
    }

    // MARK: Faults

    @Test func `faults set at run time are bounded per key and depend on the seed alone`() async throws {
        var patterns: [[Int]] = []
        for _ in 0..<2 {
            try await SandboxClient.run { client in
                let plan =
                    #"{"seed":7,"per_thousand":{"server_error_before":400,"conflict":300},"most_per_key":2}"#
                #expect(try await client.call(.post, "/_sandbox/faults", plan).status == 200)
                var pattern: [Int] = []
                for key in 0..<20 {
                    var statuses: [Int] = []
                    while statuses.last != 200 {
                        let form = SandboxClient.charge("pm_card_visa")
                        let reply = try await client.call(.post, "/v1/payment_intents", form, key: "k\(key)")
                        statuses.append(reply.status)
                    }
                    #expect(statuses.count <= 3)
                    pattern += statuses
                }
                patterns.append(pattern)
                #expect(client.sandbox.charges().count == 20)
            }
        }
        #expect(patterns[0] == patterns[1])
        #expect(Set(patterns[0]) == [200, 409, 500])
    }

    @Test(arguments: [
        #"{"per_thousand":{"meteor":1}}"#, #"{"per_thousand":{"delay":1001}}"#,
        #"{"per_thousand":{"delay":-1}}"#,
        #"{"per_thousand":{"delay":0.5}}"#, #"{"per_thousand":{"delay":600,"conflict":600}}"#,
    ])
    func `an impossible plan is refused`(plan: String) async throws {
        try await SandboxClient.run { client in
            let reply = try await client.call(.post, "/_sandbox/faults", plan)
            #expect(reply.status == 400)
        }
    }

    // MARK: The journal

    @Test(arguments: [false, true])
    func `books, keys, scripts and customers outlive the sandbox`(syncs: Bool) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        var configuration = SandboxConfiguration()
        configuration.journalPath = path
        configuration.syncsJournal = syncs
        let form = SandboxClient.charge("pm_1", extra: "&customer=cus_1")
        var first = ""
        try await SandboxClient.run(configuration) { client in
            try client.sandbox.register(
                ScriptedMethod(
                    id: "pm_1", customer: "cus_1", outcomes: [.succeeds, .declines(code: "lost_card")]))
            first = try await client.call(.post, "/v1/payment_intents", form, key: "a").text
        }
        // A kill in the middle of a line.
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(#"{"intent":{"id":"pi_to"#.utf8))
        try handle.close()
        try await SandboxClient.run(configuration) { client in
            #expect(client.sandbox.charges().count == 1)
            let replayed = try await client.call(.post, "/v1/payment_intents", form, key: "a")
            #expect(replayed.text == first)
            #expect(replayed.headers["Idempotent-Replayed"] == "true")
            #expect(try await client.call(.post, "/v1/payment_intents", form, key: "b").status == 402)
        }
        try await SandboxClient.run(configuration) { client in
            #expect(client.sandbox.charges().map(\.result) == ["succeeded", "declined"])
            try client.sandbox.clearBooks()
        }
        try await SandboxClient.run(configuration) { client in
            #expect(client.sandbox.charges().isEmpty)
        }
    }

    @Test func `a journal damaged in the middle stops the start`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("{}\nnot json\n{}\n".utf8).write(to: URL(filePath: path))
        var configuration = SandboxConfiguration()
        configuration.journalPath = path
        await #expect(throws: SandboxError.journalDamaged(line: 2)) {
            _ = try await ProcessorSandbox.start(configuration)
        }
    }

    @Test func `a taken port is an error`() async throws {
        try await SandboxClient.run { client in
            var configuration = SandboxConfiguration()
            configuration.port = client.sandbox.port
            await #expect(throws: SandboxError.self) { _ = try await ProcessorSandbox.start(configuration) }
        }
    }
}
