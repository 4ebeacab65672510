using System.Security.Cryptography;
using System.Text;
using LoadBalancer.Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Dashboard.Security;

/// <summary>The keys for the dashboard, as hashes. Thread-safe.</summary>
internal sealed class ApiKeyRing
{
    /// <summary>The author of changes made with the key without a name.</summary>
    public const string DefaultName = "api-key";

    private readonly (string Name, byte[] Hash)[] _keys;

    public ApiKeyRing(IOptions<DashboardOptions> options)
    {
        var unnamed = options.Value.ApiKey is { } key
            ? [KeyValuePair.Create(DefaultName, key)]
            : Array.Empty<KeyValuePair<string, string>>();
        _keys = [.. unnamed.Concat(options.Value.ApiKeys).Select(entry => (entry.Key, HashOf(entry.Value)))];
    }

    /// <summary>Whether there is no key. In that case every user of this machine has full access, and no others have any.</summary>
    public bool IsEmpty => _keys.Length == 0;

    /// <summary>
    /// Returns the name of a key, or <see langword="null"/> for a wrong one. Takes the same time for any input: hashes of equal length are
    /// compared completely, with every key.
    /// </summary>
    public string? Find(string presented)
    {
        var hash = HashOf(presented);
        string? found = null;
        foreach (var (name, known) in _keys)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, known) ? name : found;
        }

        return found;
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
