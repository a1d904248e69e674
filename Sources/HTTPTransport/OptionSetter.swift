import CCurl
import CLibcurl

/// Sets options on an easy handle and remembers the first one that libcurl refused.
struct OptionSetter {
    let easy: UnsafeMutableRawPointer
    private(set) var refusal: CURLcode?

    init(easy: UnsafeMutableRawPointer) { self.easy = easy }

    mutating func set(_ option: CURLoption, _ value: Int) {
        note(ccurl_set_long(easy, option, value))
    }

    mutating func set(_ option: CURLoption, _ value: String) {
        note(ccurl_set_string(easy, option, value))
    }

    /// Takes libcurl's own default of a text away.
    mutating func clear(_ option: CURLoption) {
        note(ccurl_set_string(easy, option, nil))
    }

    mutating func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer) {
        note(ccurl_set_pointer(easy, option, value))
    }

    mutating func set(_ option: CURLoption, _ value: UnsafeMutablePointer<curl_slist>?) {
        note(ccurl_set_list(easy, option, value))
    }

    mutating func set(_ option: CURLoption, _ function: @escaping curl_write_callback) {
        note(ccurl_set_data_function(easy, option, function))
    }

    mutating func setPrerequisite(_ function: @escaping curl_prereq_callback) {
        note(ccurl_set_prereq_function(easy, function))
    }

    /// The size goes first: without it libcurl would look for a terminator. One byte is appended so that an empty
    /// body still has an address; with none libcurl would read standard input.
    mutating func copyBody(_ body: [UInt8]) {
        note(ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        var terminated = body + [0]
        let code = terminated.withUnsafeMutableBytes {
            ccurl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, $0.baseAddress)
        }
        note(code)
    }

    private mutating func note(_ code: CURLcode) {
        if code != CURLE_OK && refusal == nil { refusal = code }
    }
}
