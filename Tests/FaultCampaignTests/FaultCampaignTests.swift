import FaultCampaign
import Testing

/// Proof under fire, as much of it as every commit goes through; `deploy/test --faults` plays the rest.
@Suite(.serialized) struct KillTableTests {
    @Test("killed at every point under every fault, a charge is made once and none is lost")
    func slice() async throws {
        let result = try await Campaign().slice()
        print("kill table: \(result.line)")
        #expect(result.unreached == [])
        #expect(result.violations.isEmpty, "\(result.violations.joined(separator: "\n"))")
    }
}
