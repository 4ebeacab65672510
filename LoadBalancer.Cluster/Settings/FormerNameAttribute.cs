namespace LoadBalancer.Cluster.Settings;

/// <summary>The former name of a setting, which is still read, with a warning, for one release.</summary>
/// <param name="name">The name within its section.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FormerNameAttribute(string name) : Attribute
{
    /// <summary>The name within its section.</summary>
    public string Name => name;
}
