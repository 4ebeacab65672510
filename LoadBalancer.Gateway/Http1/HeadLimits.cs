using LoadBalancer.Gateway.Limits;

namespace LoadBalancer.Gateway.Http1;

/// <summary>How much the head of a request may be.</summary>
/// <param name="Fields">Fields, at most.</param>
/// <param name="Bytes">Bytes of the request line and the fields together, at most.</param>
/// <param name="RequestLine">Bytes of the request line, at most.</param>
internal sealed record HeadLimits(int Fields, int Bytes, int RequestLine)
{
    public static HeadLimits Of(LimitsOptions limits) => new(limits.HeaderCount, limits.HeadBytes, limits.TargetBytes + LimitsOptions.BesideTarget);
}
