using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace LoadBalancer.Cluster.Settings;

/// <summary>Determines the key of a setting from a validator's path: options are validated under the name of their section.</summary>
public static class SettingKey
{
    /// <summary>Returns the key of the property that is validated, such as <c>Gateway:Tls:Certificates:0:Path</c>.</summary>
    /// <param name="context">The property's context.</param>
    public static string Of(ValidationContext context) =>
        context.DisplayName.Replace('.', ':').Replace('[', ':').Replace("]", "", StringComparison.Ordinal);

    /// <summary>Returns the key of the section whose options are validated as a whole.</summary>
    /// <param name="context">The context passed to <see cref="IValidatableObject.Validate"/>.</param>
    public static string OfSection(ValidationContext context) =>
        Of(context) is var key && key.LastIndexOf(':') is > 0 and var end ? key[..end] : key;

    /// <summary>Returns the key of an entry of a list.</summary>
    /// <param name="list">The key of the list.</param>
    /// <param name="index">The zero-based index of the entry.</param>
    public static string OfEntry(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}:{index}");
}
