namespace LoadBalancer.Cluster.Settings;

/// <summary>Validates that a value is a named member of an enumeration, since the binder also accepts other numbers.</summary>
/// <typeparam name="TEnum">The enumeration.</typeparam>
public sealed class OneOfAttribute<TEnum> : SettingAttribute
    where TEnum : struct, Enum
{
    /// <inheritdoc/>
    public override string Allowed => $"one of {string.Join(", ", Enum.GetNames<TEnum>())}";

    /// <inheritdoc/>
    protected override bool Allows(object value) => Enum.IsDefined((TEnum)value);
}
