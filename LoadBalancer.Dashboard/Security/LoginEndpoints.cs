using LoadBalancer.Dashboard.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LoadBalancer.Dashboard.Security;

/// <summary>A key becomes a cookie, on a form that no other page can send; and the cookie goes again.</summary>
internal static class LoginEndpoints
{
    public const string LoginPath = "/login";
    public const string LogoutPath = "/logout";
    public const string ReturnParameter = "to";

    private const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    public static void MapLogin(this WebApplication app)
    {
        var forms = app.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        forms.MapGet(LoginPath, (string? to) => Page(to));
        forms.MapPost(LoginPath, LogInAsync);
        forms.MapGet(LogoutPath, () => new RazorComponentResult<LogoutPage>());
        forms.MapPost(LogoutPath, LogOutAsync);
    }

    /// <summary>Who is not logged in is asked to, where a person looks at a page; anything else is told.</summary>
    public static Task ChallengeAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        }

        return Problems.WriteAsync(context.HttpContext, StatusCodes.Status401Unauthorized, "A login or a key is required: Authorization: Bearer KEY.");
    }

    private static async Task<IResult> LogInAsync(HttpContext context, ApiKeyRing keys, FailedAttempts attempts, [FromForm] string? key, [FromForm] string? to)
    {
        var client = context.Connection.RemoteIpAddress;
        if (attempts.WaitOf(client) is { } wait)
        {
            context.Response.Headers.RetryAfter = Problems.SecondsOf(wait);
            return Page(to, $"Too many wrong keys. Try again in {Problems.SecondsOf(wait)} s.", StatusCodes.Status429TooManyRequests);
        }

        if (keys.Find((key ?? "").Trim()) is not { } name)
        {
            attempts.Add(client);
            return Page(to, "This is not a key of this dashboard.", StatusCodes.Status401Unauthorized);
        }

        await context.SignInAsync(Scheme, BearerHandler.PrincipalOf(name, Scheme));
        return TypedResults.LocalRedirect(LocalOf(to));
    }

    private static async Task<IResult> LogOutAsync(HttpContext context, IFormCollection form)
    {
        // Reading the form is what demands its token.
        _ = form;
        await context.SignOutAsync(Scheme);
        return TypedResults.LocalRedirect(LoginPath);
    }

    private static RazorComponentResult<LoginPage> Page(string? to, string? problem = null, int status = StatusCodes.Status200OK) =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(LoginPage.To)] = LocalOf(to), [nameof(LoginPage.Problem)] = problem }) { StatusCode = status };

    /// <summary>Nobody is sent to another site after a login.</summary>
    private static string LocalOf(string? to) =>
        to is ['/', ..] && !to.StartsWith("//", StringComparison.Ordinal) && !to.Contains('\\', StringComparison.Ordinal) && !to.Any(char.IsControl) ? to : "/";
}
