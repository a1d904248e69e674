/// One thing that was looked at, how it stands, and what to do about it.
struct Diagnosis: Sendable {
    enum State: String, Sendable {
        case ok
        /// Works, and somebody should look.
        case warning
        /// Bills, charges or tells nothing until somebody acts.
        case problem
    }

    /// What was looked at, in a word or two.
    var check: String
    var state: State
    var finding: String
    /// What to do; nil where all is well.
    var remedy: String?

    static func ok(_ check: String, _ finding: String) -> Diagnosis {
        Diagnosis(check: check, state: .ok, finding: finding)
    }

    static func warning(_ check: String, _ finding: String, _ remedy: String) -> Diagnosis {
        Diagnosis(check: check, state: .warning, finding: finding, remedy: remedy)
    }

    static func problem(_ check: String, _ finding: String, _ remedy: String) -> Diagnosis {
        Diagnosis(check: check, state: .problem, finding: finding, remedy: remedy)
    }
}

/// Lengths of time for people.
enum Ago {
    /// "3 days", "5 hours", "12 minutes", "40 seconds".
    static func words(_ seconds: Int64) -> String {
        let units: [(length: Int64, name: String)] = [(86_400, "day"), (3_600, "hour"), (60, "minute")]
        for unit in units where seconds >= unit.length {
            let count = seconds / unit.length
            return "\(count) \(unit.name)\(count == 1 ? "" : "s")"
        }
        return "\(max(0, seconds)) seconds"
    }
}
