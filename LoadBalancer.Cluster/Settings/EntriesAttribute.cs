using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace LoadBalancer.Cluster.Settings;

/// <summary>Limits the number of entries of a list. Thread-safe.</summary>
/// <param name="most">The maximum number.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EntriesAttribute(int most) : ValidationAttribute
{
    /// <summary>The maximum number.</summary>
    public int Most => most;

    /// <summary>The minimum number.</summary>
    public int Least { get; init; }

    /// <summary>The allowed numbers, in words.</summary>
    public string Allowed => string.Create(CultureInfo.InvariantCulture, $"{(Least > 0 ? $"{Least} to" : "at most")} {Most}");

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is not ICollection { Count: var count } || (count >= Least && count <= Most) ? ValidationResult.Success
            : new(string.Create(
                CultureInfo.InvariantCulture,
                $"{SettingKey.Of(validationContext)}: {count} entries are not allowed: it must have {Allowed}."));
}
