internal import Billing

extension DunningPolicy {
    /// One of the catalogue's `dunning` policies (11.3, 11.4).
    init(id: String, reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: ["retries", "final"])
        var offsets: [Int64] = []
        for retry in try map.required("retries", hint: "write retries: [] for none").list() {
            let offset = try retry.retryOffset()
            if let before = offsets.last, offset <= before {
                throw retry.error("is not later than the retry before it")
            }
            offsets.append(offset)
        }
        self.init(retryOffsets: offsets, finalAction: try map.required("final").word())
    }
}

extension YAMLValue {
    /// Seconds from a text like 1d, 3h or 30m.
    fileprivate func retryOffset() throws(FormatError) -> Int64 {
        let text = try text()
        guard let seconds = DurationText.seconds(text) else {
            throw error("\(quoted(text)) is not a time span of at most ten years", hint: "like 1d, 3h or 30m")
        }
        return seconds
    }
}
