using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace LoadBalancer.Cluster.Settings;

/// <summary>How many entries a list has. Thread-safe.</summary>
/// <param name="most">The greatest number.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EntriesAttribute(int most) : ValidationAttribute
{
    /// <summary>The greatest number.</summary>
    public int Most => most;

    /// <summary>The least number.</summary>
    public int Least { get; init; }

    /// <summary>The numbers that are allowed, in words.</summary>
    public string Allowed => string.Create(CultureInfo.InvariantCulture, $"{(Least > 0 ? $"{Least} to" : "at most")} {Most}");

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is not ICollection { Count: var count } || (count >= Least && count <= Most) ? ValidationResult.Success
            : new(string.Create(
                CultureInfo.InvariantCulture,
                $"{SettingKey.Of(validationContext)}: {count} entries are not allowed: it must have {Allowed}."));
}
