using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Rejects responses whose body length is ambiguous (RFC 9112 §6.3): <c>HttpClient</c> would choose one length, and another recipient could
/// choose the other.
/// </summary>
internal sealed class FramingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string ContentLength = "Content-Length";

    /// <exception cref="HttpRequestException">The response is malformed.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Version < HttpVersion.Version20 && response.Content.Headers.NonValidated.TryGetValues(ContentLength, out var lengths)
            && !IsLength(lengths, response.Headers.NonValidated.Contains("Transfer-Encoding")))
        {
            response.Dispose();
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The response frames its body in two ways.");
        }

        return response;
    }

    private static bool IsLength(HeaderStringValues lengths, bool isChunked) =>
        !isChunked && lengths.Count == 1 && ContentLengthValue.TryRead(Encoding.Latin1.GetBytes(lengths.ToString()), out _);
}
