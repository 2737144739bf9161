// The part of libcurl's interface that hf-fetch uses, from https://curl.se/libcurl/c/. libcurl guarantees that the
// numbers of options and results do not change, so hf-fetch is built without libcurl's development package.
//
// libcurl is loaded with dlopen, so nothing here is linked. Its setters are variadic. Swift cannot call variadic
// functions, and on some platforms, such as arm64 macOS, a call through a non-variadic signature passes the arguments
// wrongly. So the functions at the end call the setters.

#ifndef HF_FETCH_LIBCURL_H
#define HF_FETCH_LIBCURL_H

#define HF_CURL_GLOBAL_ALL 3

/// CURLcode
#define HF_CURLE_OK 0
#define HF_CURLE_UNSUPPORTED_PROTOCOL 1
#define HF_CURLE_COULDNT_RESOLVE_PROXY 5
#define HF_CURLE_COULDNT_RESOLVE_HOST 6
#define HF_CURLE_WEIRD_SERVER_REPLY 8
#define HF_CURLE_WRITE_ERROR 23
#define HF_CURLE_OUT_OF_MEMORY 27
#define HF_CURLE_SSL_CERTPROBLEM 58
#define HF_CURLE_SSL_CIPHER 59
#define HF_CURLE_PEER_FAILED_VERIFICATION 60
#define HF_CURLE_BAD_CONTENT_ENCODING 61
#define HF_CURLE_SSL_CACERT_BADFILE 77
#define HF_CURLE_SSL_ISSUER_ERROR 83
#define HF_CURLE_SSL_INVALIDCERTSTATUS 91
#define HF_CURLE_TOO_LARGE 100

/// CURLoption
#define HF_CURLOPT_POSTFIELDSIZE 60
#define HF_CURLOPT_NOPROGRESS 43
#define HF_CURLOPT_HTTP_VERSION 84
#define HF_CURLOPT_NOSIGNAL 99
#define HF_CURLOPT_PROTOCOLS 181
#define HF_CURLOPT_PIPEWAIT 237
#define HF_CURLOPT_SUPPRESS_CONNECT_HEADERS 265
#define HF_CURLOPT_WRITEDATA 10001
#define HF_CURLOPT_URL 10002
#define HF_CURLOPT_PROXY 10004
#define HF_CURLOPT_ERRORBUFFER 10010
#define HF_CURLOPT_HTTPHEADER 10023
#define HF_CURLOPT_HEADERDATA 10029
#define HF_CURLOPT_XFERINFODATA 10057
#define HF_CURLOPT_CAINFO 10065
#define HF_CURLOPT_ACCEPT_ENCODING 10102
#define HF_CURLOPT_COPYPOSTFIELDS 10165
#define HF_CURLOPT_WRITEFUNCTION 20011
#define HF_CURLOPT_HEADERFUNCTION 20079
#define HF_CURLOPT_SOCKOPTFUNCTION 20148
#define HF_CURLOPT_XFERINFOFUNCTION 20219

#define HF_CURL_ERROR_SIZE 256
#define HF_CURLPROTO_HTTP 1
#define HF_CURLPROTO_HTTPS 2
#define HF_CURL_HTTP_VERSION_1_1 2
#define HF_CURL_HTTP_VERSION_2TLS 4

/// CURLMcode, CURLMoption, CURLMSG
#define HF_CURLM_OK 0
#define HF_CURLMOPT_MAXCONNECTS 6
#define HF_CURLMOPT_MAX_HOST_CONNECTIONS 7
#define HF_CURLMSG_DONE 1

/// CURLUcode, CURLUPart, and the flags of curl_url_get and curl_url_set
#define HF_CURLUE_OK 0
#define HF_CURLUE_UNSUPPORTED_SCHEME 5
#define HF_CURLUE_USER_NOT_ALLOWED 8
#define HF_CURLUPART_URL 0
#define HF_CURLUPART_SCHEME 1
#define HF_CURLUPART_HOST 5
#define HF_CURLUPART_PORT 6
#define HF_CURLUPART_PATH 7
#define HF_CURLUPART_FRAGMENT 9
#define HF_CURLUPART_ZONEID 10
#define HF_CURLU_DEFAULT_PORT (1 << 0)
#define HF_CURLU_DISALLOW_USER (1 << 5)

/// CURLMsg, which curl_multi_info_read returns.
struct hf_curl_message {
  int kind;
  void *transfer;
  union {
    void *whatever;
    int result;
  } data;
};

/// The callbacks: for WRITEFUNCTION and HEADERFUNCTION, for SOCKOPTFUNCTION, and for XFERINFOFUNCTION.
typedef unsigned long (*hf_curl_write_function)(char *, unsigned long, unsigned long, void *);
typedef int (*hf_curl_socket_function)(void *, int, int);
typedef int (*hf_curl_progress_function)(void *, long long, long long, long long, long long);

/// Calls curl_easy_setopt or curl_multi_setopt, which `function` points to: one function for each type of value.
static inline int hf_curl_set_number(void *function, void *handle, int option, long value) {
  return ((int (*)(void *, int, ...))function)(handle, option, value);
}
static inline int hf_curl_set_text(void *function, void *handle, int option, const char *value) {
  return ((int (*)(void *, int, ...))function)(handle, option, value);
}
static inline int hf_curl_set_pointer(void *function, void *handle, int option, void *value) {
  return ((int (*)(void *, int, ...))function)(handle, option, value);
}
static inline int hf_curl_set_write_function(void *function, void *handle, int option, hf_curl_write_function value) {
  return ((int (*)(void *, int, ...))function)(handle, option, value);
}
static inline int hf_curl_set_progress_function(
    void *function, void *handle, int option, hf_curl_progress_function value) {
  return ((int (*)(void *, int, ...))function)(handle, option, value);
}
static inline int hf_curl_set_socket_function(
    void *function, void *handle, int option, hf_curl_socket_function value) {
  return ((int (*)(void *, int, ...))function)(handle, option, value);
}

#endif
