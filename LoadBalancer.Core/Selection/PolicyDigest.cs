using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace LoadBalancer.Core.Selection;

/// <summary>
/// A digest of settings that decide where a key goes, besides <see cref="PlacementDigest"/>: XxHash64 (seed 0), as 16 hexadecimal digits,
/// of one line for each setting. It is separate from the digest of the placement, which gateways of all builds compute alike; builds that
/// have different settings have different digests. Thread-safe.
/// </summary>
public static class PolicyDigest
{
    /// <summary>Computes the digest. O(total length).</summary>
    /// <param name="settings">The names of the settings and their values, in ordinal order of the names.</param>
    public static string Of(IEnumerable<KeyValuePair<string, string>> settings) =>
        HashOf(string.Concat(settings.Select(setting => $"{setting.Key}\t{setting.Value}\n")))
            .ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Returns the hash of one value, which represents it where only numbers are possible.</summary>
    public static ulong HashOf(string value) => XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(value));
}
