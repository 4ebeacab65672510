namespace LoadBalancer.Tests.Support;

/// <summary>What a client has received on an HTTP/2 stream, up to the end of the stream or of its connection.</summary>
/// <param name="Status">The status of the response; <see langword="null"/> for none.</param>
/// <param name="Body">The body of the response, as Latin-1.</param>
/// <param name="Reset">The code of RST_STREAM; <see langword="null"/> for none.</param>
/// <param name="GoAway">The code of the connection's GOAWAY; <see langword="null"/> for none.</param>
internal sealed record Http2Outcome(int? Status, string Body, int? Reset, int? GoAway);
