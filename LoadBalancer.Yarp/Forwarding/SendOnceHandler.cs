using System.Net;
using LoadBalancer.Core.Failover;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Prevents <c>HttpClient</c> from sending a request twice by itself. When a server closes the connection instead of responding,
/// <c>HttpClient</c> repeats requests that have no content object, whatever their method, so those that must not be repeated get one. Over
/// HTTP/2 the content is replaced by one that leaves it to the response to report why a server stopped reading it.
/// </summary>
internal sealed class SendOnceHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is null && !IdempotentMethods.Contains(request.Method.Method) && request.Method != HttpMethod.Connect)
        {
            request.Content = new ByteArrayContent([]);
        }
        else if (request.Content is not null && request.Version >= HttpVersion.Version20)
        {
            return SendDeferringAsync(request, request.Content, cancellationToken);
        }

        return base.SendAsync(request, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendDeferringAsync(
        HttpRequestMessage request, HttpContent content, CancellationToken cancellationToken)
    {
        var deferring = new DeferringContent(content);
        request.Content = deferring;
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            deferring.EndWithTheRequest();
        }
    }
}
