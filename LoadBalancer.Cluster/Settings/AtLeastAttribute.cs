using System.ComponentModel.DataAnnotations;

namespace LoadBalancer.Cluster.Settings;

/// <summary>
/// Validates that a duration is at least as long as that of another setting of the same options. The range of the setting is a rule of its
/// own.
/// </summary>
/// <param name="other">The name of the other setting's property.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AtLeastAttribute(string other) : ValidationAttribute
{
    /// <summary>The name of the other setting's property.</summary>
    public string Other => other;

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var options = validationContext.ObjectInstance;
        var property = options.GetType().GetProperty(other)
            ?? throw new InvalidOperationException($"{options.GetType().Name} has no property {other}.");
        var least = (TimeSpan)property.GetValue(options)!;
        return value is not TimeSpan given || given >= least
            ? ValidationResult.Success
            : SettingFailure.Of(
                SettingKey.Of(validationContext), given, $"at least {SettingKey.OfSection(validationContext)}:{other} ({least})");
    }
}
