using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace LoadBalancer.Cluster.Settings;

/// <summary>Describes problems with settings, with the same wording in all processes.</summary>
public static class SettingFailure
{
    /// <summary>Creates the failure of a value that is not allowed.</summary>
    /// <param name="key">The setting's key.</param>
    /// <param name="value">The setting's value; text is quoted.</param>
    /// <param name="allowed">The allowed values, as they follow "it must be".</param>
    public static ValidationResult Of(string key, object value, string allowed) => new($"{key}: {Describe(value, allowed)}");

    /// <summary>Describes the failure without the key.</summary>
    /// <param name="value">The value; text is quoted.</param>
    /// <param name="allowed">The allowed values, as they follow "it must be".</param>
    internal static string Describe(object value, string allowed) =>
        string.Create(CultureInfo.InvariantCulture, $"{(value is string ? $"'{value}'" : value)} is not allowed: it must be {allowed}.");
}
