using LoadBalancer.Http.Headers;

namespace LoadBalancer.Proxy.Responses;

internal static class RefusalExtensions
{
    /// <summary>The status that a client gets whose request is refused.</summary>
    public static int ToStatus(this Refusal refusal) => refusal switch
    {
        Refusal.TargetTooLong => StatusCodes.Status414UriTooLong,
        Refusal.HeadTooLarge => StatusCodes.Status431RequestHeaderFieldsTooLarge,
        Refusal.HeadTimeout => StatusCodes.Status408RequestTimeout,
        _ => StatusCodes.Status400BadRequest,
    };

    /// <summary>What it is counted as.</summary>
    public static RefusalReason ToReason(this Refusal refusal) => refusal switch
    {
        Refusal.TargetTooLong => RefusalReason.Target,
        Refusal.HeadTooLarge => RefusalReason.HeadSize,
        Refusal.HeadTimeout => RefusalReason.HeadTimeout,
        _ => RefusalReason.Malformed,
    };
}
