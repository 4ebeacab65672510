namespace LoadBalancer.Cluster.Settings;

/// <summary>One of the values that an enumeration names; a number that has no name could be read otherwise.</summary>
/// <typeparam name="TEnum">The enumeration.</typeparam>
public sealed class OneOfAttribute<TEnum> : SettingAttribute
    where TEnum : struct, Enum
{
    /// <inheritdoc/>
    public override string Allowed => $"one of {string.Join(", ", Enum.GetNames<TEnum>())}";

    /// <inheritdoc/>
    protected override bool Allows(object value) => Enum.IsDefined((TEnum)value);
}
