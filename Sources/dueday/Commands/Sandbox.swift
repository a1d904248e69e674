import ArgumentParser
import BillingFormats
import Foundation
import ProcessorSandbox

/// dueday sandbox
struct Sandbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Run the processor sandbox: a local server that speaks Stripe's protocol and moves no money.",
        discussion: """
            Its books are at /_sandbox/books. To use it, set DUEDAY_STRIPE_URL to the address that it prints and
            DUEDAY_STRIPE_KEY to \(ProcessorSandbox.secretKey).

            EXAMPLE: dueday sandbox --port 12111 --journal sandbox.jsonl
            """)

    @Option(help: "The port on 127.0.0.1; 0 takes a free one.")
    var port = 12_111

    @Option(help: "Keep its books in this file, so that they outlive the server.", completion: .file())
    var journal: String?

    func run() async throws {
        var configuration = SandboxConfiguration()
        configuration.port = port
        configuration.journalPath = journal
        let sandbox = try await ProcessorSandbox.start(configuration)
        Terminal.print(
            "sandbox at \(sandbox.baseURL), key \(ProcessorSandbox.secretKey); stop it with Ctrl-C")
        await Termination.wait()
        await sandbox.stop()
    }
}
