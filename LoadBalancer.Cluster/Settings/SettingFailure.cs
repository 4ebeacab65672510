using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace LoadBalancer.Cluster.Settings;

/// <summary>What is wrong with a setting, in the words in which every process reports it.</summary>
public static class SettingFailure
{
    /// <summary>A value that is not allowed.</summary>
    /// <param name="key">The setting's key.</param>
    /// <param name="value">Its value; a text is quoted.</param>
    /// <param name="allowed">What is allowed, as it follows "it must be".</param>
    public static ValidationResult Of(string key, object value, string allowed) => new($"{key}: {Describe(value, allowed)}");

    /// <summary>The same without the key.</summary>
    /// <param name="value">The value; a text is quoted.</param>
    /// <param name="allowed">What is allowed, as it follows "it must be".</param>
    internal static string Describe(object value, string allowed) =>
        string.Create(CultureInfo.InvariantCulture, $"{(value is string ? $"'{value}'" : value)} is not allowed: it must be {allowed}.");
}
