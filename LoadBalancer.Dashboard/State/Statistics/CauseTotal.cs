using System.Collections.Immutable;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.State.Statistics;

/// <summary>How often attempts failed for one cause.</summary>
/// <param name="Cause">The name of the cause, or of the reason of rejections.</param>
/// <param name="Number">The number of failed attempts or of rejected requests.</param>
/// <param name="Last">The start of the last interval in which it happened.</param>
/// <param name="Servers">The servers, the one with the most failures first; none for rejections.</param>
internal sealed record CauseTotal(string Cause, long Number, DateTimeOffset Last, ImmutableArray<ServerId> Servers);
