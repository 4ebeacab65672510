namespace LoadBalancer.Http.Messages;

/// <summary>How much the head of a request may be.</summary>
/// <param name="Fields">Fields, at most.</param>
/// <param name="Bytes">Bytes of the request line and the fields together, at most.</param>
/// <param name="RequestLine">Bytes of the request line, at most.</param>
internal sealed record HeadLimits(int Fields, int Bytes, int RequestLine);
