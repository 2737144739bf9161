import CommandLineTool
import ModelSpec

extension FailureGroup {
  /// Returns one of its two arguments as Markdown code: the variables of make if make is the caller, else the options.
  private typealias Terms = (_ make: String, _ options: String) -> String

  /// A section of the log: what to do about the failures of a group.
  private struct Recommendation: Sendable {
    let title: String
    /// Returns the steps in the terms of the caller.
    let steps: @Sendable (Terms) -> [String]
  }

  /// What to do about the failures of the group, in the terms of the caller: a heading and steps; nil when the hints of
  /// the failures are enough.
  var recommendation: (title: String, steps: [String])? {
    FailureGroup.recommendations[self].map { recommendation in
      (recommendation.title, recommendation.steps { "`\(Caller.current == .make ? $0 : $1)`" })
    }
  }

  private static let makeToken =
    "Make an access token at \(StandardLocation.hub)/settings/tokens and set it: `export HF_TOKEN=hf_...`"

  private static let recommendations: [FailureGroup: Recommendation] = [
    .gated: Recommendation(title: "For Gated Models") { _ in
      [
        "Visit the model's page, whose URL is above",
        "Log in to Hugging Face and accept the terms of the model, or request access",
        makeToken,
        "Import the model again once access is granted",
      ]
    },
    .refusedTokens: Recommendation(title: "For Refused Tokens") { _ in
      [makeToken, "Public models need no token: `unset HF_TOKEN`"]
    },
    .notFound: Recommendation(title: "For Not Found Models") { _ in
      [
        "Check the spelling of organization and model, upper and lower case included",
        "Check on the Hub whether the model was renamed, moved to another organization or made private",
        "Set `HF_TOKEN` if the model is private and you have access to it",
      ]
    },
    .multimodal: Recommendation(title: "For Multimodal Models") { terms in
      [
        "Import only the language model: "
          + terms("make import-model MODEL=ID TEXT_ONLY=1", "hf-transform --text-only")
      ]
    },
    .missingFields: Recommendation(title: "For Missing Configuration Fields") { terms in
      [
        "Set the missing fields: "
          + terms("make import-model MODEL=ID PARAMS=7.5 CONTEXT=32768", "hf-transform --params 7.5 --context 32768")
          + ", or " + terms("SET=FIELD=VALUE", "--set FIELD=VALUE")
      ]
    },
    .duplicates: Recommendation(title: "For Models in the Database Already") { terms in
      [
        "Leave them unchanged: \(terms("SKIP_EXISTING=1", "--skip-existing")); or update them: "
          + terms("UPDATE=1", "--update"),
        "If another model has the id, choose a different id in the list of models: `org/name id=my-id`",
      ]
    },
    .noConnection: Recommendation(title: "For Models without a Connection") { _ in
      [
        "Check the connection, the proxy settings and `HF_ENDPOINT`; for a slow network, raise `hf-fetch --timeout`",
        "Import the models again: what was fetched is read from the cache",
      ]
    },
  ]
}
