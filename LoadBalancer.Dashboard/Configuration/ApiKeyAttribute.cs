using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Dashboard.Configuration;

/// <summary>Validates a key, which messages never show.</summary>
internal sealed class ApiKeyAttribute : SettingAttribute
{
    private const int Shortest = 16;
    private const int Longest = 256;

    public override string Allowed => $"{Shortest} to {Longest} visible ASCII characters without spaces";

    /// <summary>Returns the problem with a key; <see langword="null"/> if there is none.</summary>
    public string? Check(string key) => Allows(key) ? null : Describe(key);

    protected override bool Allows(object value) =>
        (string)value is { Length: >= Shortest and <= Longest } key && key.All(character => character is > ' ' and < '\x7f');

    protected override string Describe(object value) =>
        $"a key of {((string)value).Length} characters is not allowed (it is not shown here): it must be {Allowed}. "
            + "'openssl rand -hex 32' generates one.";
}
