using LoadBalancer.Core.Failover;

namespace LoadBalancer.Gateway.Routing;

/// <summary>
/// Keeps the client from sending a request twice by itself. When a server closes the connection instead of answering,
/// it repeats requests that have no content object, whatever their method; so those that must not be repeated get one.
/// </summary>
internal sealed class SendOnceHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is null && !IdempotentMethods.Contains(request.Method.Method) && request.Method != HttpMethod.Connect)
        {
            request.Content = new ByteArrayContent([]);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
