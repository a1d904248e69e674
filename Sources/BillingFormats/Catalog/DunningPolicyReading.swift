internal import Billing

extension DunningPolicy {
    /// One of the catalogue's `dunning` policies (11.3, 11.4), with what else it may say (PROCESSORS 3).
    init(id: String, reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: [
            "retries", "final", "calendar", "paydays", "hours", "ends", "backups", "customer_action",
        ])
        self.init(
            retryOffsets: try map.required("retries", hint: "write retries: [] for none").retryOffsets(),
            finalAction: try map.required("final").word(), calendar: try DunningCalendar(reading: map),
            backups: try map.optional("backups") { value throws(FormatError) in try value.word() } ?? .always,
            customerActionSeconds: try map.optional("customer_action") { value throws(FormatError) in
                try value.timeSpan()
            } ?? 0)
    }
}

extension DunningCalendar {
    /// The keys that make a calendar; nil where a policy has none of them.
    init?(reading map: YAMLMap) throws(FormatError) {
        let keys = ["calendar", "paydays", "hours", "ends"]
        guard map.entries.contains(where: { keys.contains($0.key) && !$0.value.isNull }) else { return nil }
        self.init(offsets: [:])
        if let calendar = map["calendar"] { try read(calendar) }
        if let days = map["paydays"] {
            paydays = try days.list { day throws(FormatError) in try day.integer(in: 1...31) }
        }
        if let value = map["hours"] { hours = try value.hours() }
        if let value = map["ends"] { endsAfterSeconds = try value.timeSpan() }
    }

    /// `standard`, or retries by class.
    private mutating func read(_ value: YAMLValue) throws(FormatError) {
        guard value.isMap else {
            guard try value.text() == "standard" else {
                throw value.error("is neither standard nor a map of retries by class")
            }
            self = .standard
            return
        }
        for (name, retries) in try value.map(keys: DeclineClass.allCases.map(\.rawValue)).entries {
            guard let declineClass = DeclineClass(rawValue: name) else { continue }
            offsets[declineClass] = try retries.retryOffsets()
        }
    }
}

extension YAMLValue {
    /// Ascending time spans.
    fileprivate func retryOffsets() throws(FormatError) -> [Int64] {
        var offsets: [Int64] = []
        for retry in try list() {
            let offset = try retry.timeSpan()
            if let before = offsets.last, offset <= before {
                throw retry.error("is not later than the retry before it")
            }
            offsets.append(offset)
        }
        return offsets
    }

    /// Seconds from a text like 1d, 3h or 30m.
    fileprivate func timeSpan() throws(FormatError) -> Int64 {
        let text = try text()
        guard let seconds = DurationText.seconds(text) else {
            throw error("\(quoted(text)) is not a time span of at most ten years", hint: "like 1d, 3h or 30m")
        }
        return seconds
    }

    /// Two hours of the day, the first before the second: [8, 10].
    fileprivate func hours() throws(FormatError) -> Range<Int> {
        let hours = try list { hour throws(FormatError) in try hour.integer(in: 0...24) }
        guard hours.count == 2, hours[0] < hours[1] else {
            throw error("is not two hours of a day", hint: "like [8, 10]")
        }
        return hours[0]..<hours[1]
    }
}
