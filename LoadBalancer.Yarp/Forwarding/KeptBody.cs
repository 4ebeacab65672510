using LoadBalancer.Cluster.Failover;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>The body of a request received through Kestrel, kept while the request may be sent again.</summary>
internal readonly struct KeptBody : IDisposable
{
    private readonly HttpContext _context;
    private readonly Stream? _original;

    public KeptBody(HttpContext context, RetryPolicy policy, RequestTraits request)
    {
        _context = context;
        if (policy.KeepsBody(request) && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            _original = context.Request.Body;
            context.Request.Body = Body = new(_original, policy.BodyBuffer, context.Request.ContentLength);
        }
    }

    /// <summary>The body that is kept; <see langword="null"/> if there is none.</summary>
    public ReplayableBody? Body { get; }

    public void Dispose()
    {
        if (Body is not null)
        {
            _context.Request.Body = _original!;
            Body.Dispose();
        }
    }
}
