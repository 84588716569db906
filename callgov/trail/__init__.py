"""The trail: every act, access and refusal, by whom and why; sealed so that nobody can change it unseen."""
