/// What can keep a transport from starting.
public enum HTTPTransportError: Error, Sendable, Hashable {
    /// libcurl could not be initialised.
    case curlUnavailable(String)
    /// libcurl is older than 7.85 and lacks what at-most-once sending rests on.
    case curlTooOld(String)
    /// The operating system gave no thread; its error number.
    case noThread(Int32)
}
