using LoadBalancer.Proxy.Listening;
using Microsoft.AspNetCore.Routing.Matching;

namespace LoadBalancer.Gateway.Endpoints;

/// <summary>
/// If the gateway's own endpoints have a dedicated port, restricts that port to them, and them to that port unless they are public.
/// </summary>
internal sealed class OwnEndpointPolicy(OwnEndpoints endpoints) : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> candidates) => endpoints.HavePort;

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var isManagement = httpContext.Features.Get<Listener>() is { IsManagement: true };
        for (var i = 0; i < candidates.Count; i++)
        {
            var own = candidates[i].Endpoint.Metadata.GetMetadata<OwnEndpoint>();
            if (isManagement ? own is null : own is { IsPublic: false })
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }
}
