using LoadBalancer.Http.Headers;

namespace LoadBalancer.Proxy.Responses;

internal static class RejectionExtensions
{
    /// <summary>Returns the status of the response to a rejected request.</summary>
    public static int ToStatus(this MessageError rejection) => rejection switch
    {
        MessageError.TargetTooLong => StatusCodes.Status414UriTooLong,
        MessageError.HeadTooLarge => StatusCodes.Status431RequestHeaderFieldsTooLarge,
        MessageError.HeadTimeout => StatusCodes.Status408RequestTimeout,
        _ => StatusCodes.Status400BadRequest,
    };

    /// <summary>Returns the reason that the rejection is counted under.</summary>
    public static RejectionReason ToReason(this MessageError rejection) => rejection switch
    {
        MessageError.TargetTooLong => RejectionReason.Target,
        MessageError.HeadTooLarge => RejectionReason.HeadSize,
        MessageError.HeadTimeout => RejectionReason.HeadTimeout,
        _ => RejectionReason.Malformed,
    };
}
