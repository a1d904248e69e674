import Foundation
import Testing

/// Servers end at the first signal, also one that comes with their first words: systemd may stop what it has just started.
@Suite struct TerminationTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func `A signal that comes as soon as a server listens ends it in order`(number: Int32) throws {
        for _ in 0..<10 {
            let process = Process()
            process.executableURL = WorkerProcess.program
            process.arguments = ["sandbox", "--port", "0"]
            let output = Pipe()
            process.standardOutput = output
            process.standardInput = FileHandle.nullDevice
            try process.run()
            let words = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            #expect(words.contains("sandbox at "))
            kill(process.processIdentifier, number)
            process.waitUntilExit()
            #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        }
    }
}
