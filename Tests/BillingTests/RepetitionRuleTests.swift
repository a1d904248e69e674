import Billing
import Testing

/// PROCESSORS 5, sweep: what may be done about a charge whose answer is not known.
@Suite struct RepetitionRuleTests {
    @Test(arguments: [(0, true), (82_799, true), (82_800, false), (90_000, false)] as [(Int64, Bool)])
    func `a key is used again for 23 hours`(age: Int64, expected: Bool) {
        let rule = RepetitionRule.byKey(lifeSeconds: 82_800, absenceSeconds: 3_600)
        #expect(rule.allowsSending(secondsSinceFirstSend: age) == expected)
    }

    @Test(arguments: [(3_600, .wait), (3_601, .notExecuted)] as [(Int64, RepetitionRule.Absence)])
    func `what a list does not show an hour after the last send never happened`(
        age: Int64, expected: RepetitionRule.Absence
    ) {
        let rule = RepetitionRule.byKey(lifeSeconds: 82_800, absenceSeconds: 3_600)
        #expect(rule.afterAbsence(secondsSinceFirstSend: 90_000, secondsSinceLastSend: age) == expected)
    }

    @Test(
        arguments: [
            (100, 100, .wait), (900, 900, .wait), (901, 901, .sendAgain), (90_000, 10, .wait),
            (259_200, 901, .sendAgain), (259_201, 10, .wait), (345_600, 86_400, .wait),
            (345_600, 86_401, .notExecuted),
        ] as [(Int64, Int64, RepetitionRule.Absence)])
    func
        `without keys it is asked first, goes again after a quarter of an hour, and is given up when even the last send is too old to succeed late`(
            first: Int64, last: Int64, expected: RepetitionRule.Absence
        )
    {
        let rule = RepetitionRule.byLookUp(quietSeconds: 900, absenceSeconds: 259_200, watchSeconds: 86_400)
        #expect(!rule.allowsSending(secondsSinceFirstSend: first))
        #expect(rule.afterAbsence(secondsSinceFirstSend: first, secondsSinceLastSend: last) == expected)
    }

    @Test(
        arguments: [
            (DeclineDetails("do_not_honor"), false), ("stolen_card", true),
            (DeclineDetails("do_not_honor", advice: .doNotTryAgain), true),
            (DeclineDetails("do_not_honor", advice: .tryAgainLater), false),
            (DeclineDetails("do_not_honor", networkAdviceCode: "03"), true),
            (DeclineDetails("do_not_honor", networkAdviceCode: "24"), false),
            (DeclineDetails("do_not_honor", networkDeclineCode: "R1"), true),
            (DeclineDetails("do_not_honor", networkDeclineCode: "51"), false),
        ] as [(DeclineDetails, Bool)])
    func `code, processor and network can each bar a method`(details: DeclineDetails, isHard: Bool) {
        #expect(details.isHard == isHard)
    }
}
