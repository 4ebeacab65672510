using System.Collections;
using System.ComponentModel.DataAnnotations;

namespace LoadBalancer.Cluster.Settings;

/// <summary>
/// A rule for a setting. A violation is reported with key, value, and what is allowed. The rule applies to each entry of a list; an absent
/// setting violates none. Thread-safe.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class SettingAttribute : ValidationAttribute
{
    /// <summary>The allowed values, as they follow "it must be" in messages, and as shown in the documentation.</summary>
    public abstract string Allowed { get; }

    /// <summary>Whether a value is allowed.</summary>
    /// <param name="value">A value of the setting's type, or an entry of a list.</param>
    protected abstract bool Allows(object value);

    /// <summary>Describes the problem with a value that is not allowed.</summary>
    /// <param name="value">The value.</param>
    protected virtual string Describe(object value) => SettingFailure.Describe(value, Allowed);

    /// <summary>Validates a value, or each entry of a list; a failure has a line for each.</summary>
    protected sealed override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var key = SettingKey.Of(validationContext);
        string[] failures = value is IEnumerable list and not string
            ? [.. list.Cast<object>().Select((entry, index) => Check(SettingKey.OfEntry(key, index), entry)).OfType<string>()]
            : Check(key, value) is { } failure ? [failure] : [];
        return failures.Length == 0 ? ValidationResult.Success : new(string.Join('\n', failures));
    }

    private string? Check(string key, object? value) => value is null || Allows(value) ? null : $"{key}: {Describe(value)}";
}
