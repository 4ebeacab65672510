using LoadBalancer.Proxy.Listening;
using Microsoft.AspNetCore.Routing.Matching;

namespace LoadBalancer.Gateway.Endpoints;

/// <summary>If the gateway's own endpoints have a dedicated port, restricts that port to them, and them to that port.</summary>
internal sealed class OwnEndpointPolicy(OwnEndpoints own) : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => own.HavePort;

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var isManagement = httpContext.Features.Get<Listener>() is { IsManagement: true };
        for (var i = 0; i < candidates.Count; i++)
        {
            var isOwn = candidates[i].Endpoint.Metadata.GetMetadata<OwnEndpoint>() is not null;
            if (isOwn != isManagement)
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }
}
