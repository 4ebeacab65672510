namespace LoadBalancer.Gateway.Http1;

internal static class RefusalStatus
{
    /// <summary>The status that a client gets whose request is refused.</summary>
    public static int Of(Refusal refusal) => refusal switch
    {
        Refusal.TargetTooLong => StatusCodes.Status414UriTooLong,
        Refusal.HeadTooLarge => StatusCodes.Status431RequestHeaderFieldsTooLarge,
        Refusal.HeadTimeout or Refusal.BodyTimeout => StatusCodes.Status408RequestTimeout,
        _ => StatusCodes.Status400BadRequest,
    };
}
