using System.Globalization;
using System.IO.Hashing;
using System.Text;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Ring;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Core.Selection;

/// <summary>
/// A digest that is equal on two gateways if they place every key alike: XxHash64 (seed 0), as 16 hexadecimal digits, of the layout, the
/// algorithm, and each server's id, effective weight, and state in order of id; for <see cref="PlacementAlgorithm.Ketama"/> also its URL's
/// host and port, which determine its placement. Thread-safe.
/// </summary>
public static class PlacementDigest
{
    /// <summary>Computes the digest. O(n). Properties that do not affect the placement of keys are not included.</summary>
    /// <param name="membership">The membership.</param>
    /// <param name="placement">The placement of the members, with the effective weights.</param>
    public static string Of(MembershipSnapshot membership, IPlacement placement)
    {
        var hash = new XxHash64();
        Append(hash, $"v{RingLayout.Version}\n{placement.Algorithm}\n");
        foreach (var (server, member) in membership.Servers.Zip(placement.Members))
        {
            var name = member.Name is null ? "" : $"\t{member.Name}";
            Append(hash, string.Create(CultureInfo.InvariantCulture, $"{member.Id}\t{member.Weight}\t{server.State}{name}\n"));
        }

        return hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture);
    }

    private static void Append(XxHash64 hash, string text) => hash.Append(Encoding.UTF8.GetBytes(text));
}
