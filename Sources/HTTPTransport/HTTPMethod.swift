/// The request methods the transport speaks.
public enum HTTPMethod: String, Sendable, Hashable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// Whether libcurl may send the request again by itself when a kept connection turns out to be dead.
    /// Only reading may be repeated: the first copy may have been executed.
    var mayBeRepeated: Bool { self == .get }
}
