using System.Security.Cryptography;
using System.Text;
using LoadBalancer.Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Dashboard.Security;

/// <summary>The keys that open the dashboard, as hashes. Thread-safe.</summary>
internal sealed class ApiKeyRing
{
    /// <summary>What changes are signed with where the key is the one without a name.</summary>
    public const string DefaultName = "api-key";

    private readonly (string Name, byte[] Hash)[] _keys;

    public ApiKeyRing(IOptions<DashboardOptions> options)
    {
        var unnamed = options.Value.ApiKey is { } key
            ? [KeyValuePair.Create(DefaultName, key)]
            : Array.Empty<KeyValuePair<string, string>>();
        _keys = [.. unnamed.Concat(options.Value.ApiKeys).Select(entry => (entry.Key, HashOf(entry.Value)))];
    }

    /// <summary>Without any key everybody on this machine may do everything, and nobody else anything.</summary>
    public bool IsEmpty => _keys.Length == 0;

    /// <summary>
    /// The name of a key, or <see langword="null"/> for a wrong one. Takes as long for any: hashes of equal length are compared
    /// to the end, with every key.
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
