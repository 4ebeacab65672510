using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.State;

/// <summary>Holds the snapshot in use. Readers take it once and keep it for the whole request; it is replaced by one reference write.</summary>
internal sealed class ClusterState(IOptions<GatewayOptions> options)
{
    private volatile ClusterSnapshot _current = ClusterSnapshot.Create(MembershipSnapshot.Empty, options.Value.Algorithm);

    public ClusterSnapshot Current => _current;

    public void Publish(ClusterSnapshot snapshot) => _current = snapshot;
}
