/// A length of time as people write it: 30m, 3h, 1d.
public enum DurationText {
    private static let secondsByUnit: [Character: Int64] = ["d": 86_400, "h": 3_600, "m": 60]

    /// Seconds of a whole number with a unit, above zero and at most ten years; nil for anything else.
    public static func seconds(_ text: String) -> Int64? {
        guard let unit = text.last, let length = secondsByUnit[unit], let count = Int64(text.dropLast()),
            "\(count)\(unit)" == text, count > 0, count <= 3_650 * 86_400 / length
        else { return nil }
        return count * length
    }
}
