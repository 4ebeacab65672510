namespace LoadBalancer.Http.Messages;

/// <summary>Limits for the head of a request.</summary>
/// <param name="Fields">The maximum number of headers.</param>
/// <param name="Bytes">The maximum number of bytes of the request line and the headers together.</param>
/// <param name="RequestLine">The maximum number of bytes of the request line.</param>
internal sealed record HeadLimits(int Fields, int Bytes, int RequestLine);
