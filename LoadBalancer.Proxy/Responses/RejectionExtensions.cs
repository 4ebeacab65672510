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

    /// <summary>
    /// Whether an HTTP/2 request is malformed in the sense of RFC 9113 §8.1.1, which is a stream error, and not only by rules that HTTP has
    /// in all versions.
    /// </summary>
    public static bool IsStreamError(this MessageError rejection) => rejection
        is MessageError.FieldName
        or MessageError.FieldValue
        or MessageError.PseudoField
        or MessageError.ConnectionField
        or MessageError.Trailer;

    /// <summary>Returns the detail of the problem document for a rejected request.</summary>
    public static string ToDetail(this MessageError rejection) => rejection switch
    {
        MessageError.TargetTooLong => "The target of the request is too long.",
        MessageError.HeadTooLarge => "The request's headers are too many or too large.",
        MessageError.Host => "The host of the request is missing or not valid, or there are several.",
        MessageError.ContentLength => "The Content-Length of the request is not valid.",
        MessageError.Target => "The target of the request is not valid.",
        _ => "The request is malformed.",
    };
}
