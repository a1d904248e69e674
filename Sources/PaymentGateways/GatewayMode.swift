/// Whether real money moves. Said by the operator, and checked against the key.
public enum GatewayMode: String, Sendable, Hashable {
    case live
    case test
}
