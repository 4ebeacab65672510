using System.Globalization;
using System.IO.Hashing;
using System.Text;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Ring;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Core.Selection;

/// <summary>
/// What two gateways compare to know that they place every key alike: XxHash64 (seed 0), as 16 hexadecimal digits,
/// of the layout, the algorithm and each server's id, weight in effect and state in order of id; for
/// <see cref="PlacementAlgorithm.Ketama"/>, which places by them, its URL's host and port too. Thread-safe.
/// </summary>
public static class PlacementDigest
{
    /// <summary>Computes the digest. O(n). What does not decide where a key belongs does not count.</summary>
    /// <param name="membership">The members.</param>
    /// <param name="placement">A placement of theirs, with the weights in effect.</param>
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
