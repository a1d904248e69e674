import Billing
import BillingCalendar
import BillingFormats
import Testing

@Suite("The cases given with the rules")
struct GivenCaseTests {
    @Test("all of them are there")
    func count() {
        #expect(CaseFiles.names.count >= 35)
        #expect(CaseFiles.catalogs.count >= 4)
    }

    @Test("every shared catalogue is read", arguments: CaseFiles.catalogs)
    func catalog(_ name: String) throws {
        let catalog = try CatalogFile.parse(CaseFiles.text(name), fileName: name)
        #expect(!catalog.plans.isEmpty)
    }

    @Test("every scenario is read with its catalogue", arguments: CaseFiles.names)
    func scenario(_ name: String) throws {
        let text = try CaseFiles.text("\(name)/scenario.yaml")
        let scenario = try ScenarioFile.parse(text, fileName: "\(name)/scenario.yaml") { path in
            try CaseFiles.catalog(path, of: name)
        }
        #expect(!scenario.accounts.isEmpty)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(scenario.timeline.count == lines.count { $0.hasPrefix("  - {at:") })
        for event in scenario.timeline {
            #expect(lines[event.line - 1].hasPrefix("  - {at: \(event.at), "))
        }
    }

    @Test("every right answer is written byte for byte as it was read", arguments: CaseFiles.names)
    func answer(_ name: String) throws {
        let text = try CaseFiles.text("\(name)/expected.json")
        let answer = try OrderedJSON.parse(text, fileName: "expected.json")
        #expect(answer.pretty + "\n" == text)
        #expect(try OrderedJSON.parse(answer.compact, fileName: "compact") == answer)
        #expect(AnswerComparison(expected: answer, actual: answer).differences.isEmpty)
    }
}
